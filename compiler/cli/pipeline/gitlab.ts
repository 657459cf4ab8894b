import type { PipelineFile, PipelineValues } from './model.ts';

export function gitlabFiles(_values: PipelineValues): readonly PipelineFile[] {
  return [];
}
