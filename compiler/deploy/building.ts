import type { Deployment } from './deployment.ts';
import { DeploymentError } from './plan/deployment-error.ts';

/** The image that a deployment builds. */
export interface Building {
  /** Resolves to the image's URI when it is pushed. The shared stack must be complete. */
  readonly finish: () => Promise<string>;
  /** Ends the build if it is running. */
  readonly stop: () => Promise<void>;
}

/** Builds when the image is wanted. */
export function buildLater({ report, buildImage }: Deployment): Building {
  return {
    finish: async () => {
      report.step('Building and pushing the image');
      const image = await buildImage();
      report.step(`The image is ${image}`);
      return image;
    },
    stop: () => Promise.resolve(),
  };
}

/** Builds at once, while the shared stack of this name is deployed, and pushes when the image is wanted. */
export function buildBeside(stack: string, { report, buildAhead, pushImage }: Deployment): Building {
  const stopping = new AbortController();
  let [isOver, isWanted] = [false, false];
  report.step(`Building the image while stack "${stack}" is deployed`);
  const built = buildAhead(stopping.signal).finally(() => {
    isOver = true;
  });
  built.then(
    () => {
      if (!isWanted) report.step(`The image is built, and will be pushed when stack "${stack}" is complete`);
    },
    (error: unknown) => {
      if (isWanted || !(error instanceof DeploymentError)) return;
      const failure = error.message.replace(/^./, (first) => first.toUpperCase());
      report.step(`${failure}. archc follows stack "${stack}" to its end`);
    },
  );
  return {
    finish: async () => {
      isWanted = true;
      const name = await built;
      report.step('Pushing the image');
      const image = await pushImage(name);
      report.step(`The image is ${image}`);
      return image;
    },
    stop: async () => {
      if (isOver) return;
      const reason = new DOMException('The image is not wanted any more', 'AbortError');
      stopping.abort(reason);
      const end: unknown = await built.catch((error: unknown) => error);
      // After an interruption, the build ends for that.
      if (end === reason) report.step('The build of the image was stopped');
    },
  };
}
