import { pythonTool } from '../python-tools.ts';
import { runProcess } from '../terminal/run-process.ts';

/** What GitLab's own schema of pipelines has to say about the files. Nothing, when they are right. */
export async function judgePipelines(files: readonly string[]): Promise<string> {
  const flags = ['--builtin-schema', 'vendor.gitlab-ci', '--data-transform', 'gitlab-ci'];
  const { code, stdout, stderr } = await runProcess(pythonTool('check-jsonschema'), [...flags, ...files]);
  return code === 0 ? '' : stdout + stderr;
}
