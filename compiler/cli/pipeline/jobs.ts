import type { Compiled } from '../../phases/results.ts';
import type { Deployment } from './stages.ts';

/** Deployments that one job makes, because their images are built for the same processor. */
export interface Job {
  readonly name: string;
  readonly deployments: readonly [Deployment, ...Deployment[]];
  /** The processor of the images that it builds; `undefined` if it builds none. */
  readonly platform: Platform | undefined;
  /** Whether it carries out plans. */
  readonly isPlanned: boolean;
}

export type Platform = Compiled['resolved']['spec']['backend']['build']['platform'];

/** Deployments that follow one another and build for the same processor become one job. */
export function groupIntoJobs(name: string, deployments: readonly Deployment[]): readonly Job[] {
  const groups = deployments.reduce<readonly Omit<Job, 'name' | 'isPlanned'>[]>((found, deployment) => {
    const last = found.at(-1);
    const platform = platformOf(deployment);
    const fits = platform === undefined || last?.platform === undefined || platform === last.platform;
    return last && fits
      ? [
          ...found.slice(0, -1),
          { platform: last.platform ?? platform, deployments: [...last.deployments, deployment] },
        ]
      : [...found, { platform, deployments: [deployment] }];
  }, []);
  return groups.map((group, index) => ({
    ...group,
    isPlanned: group.deployments.some((each) => each.isPlanned),
    // No environment has an underscore in its name, so none is called like a job of another.
    name: groups.length === 1 ? name : `${name}_${index + 1}`,
  }));
}

/** An image that is promoted is not built again. */
function platformOf({ compiled, source }: Deployment): Platform | undefined {
  return source ? undefined : compiled.resolved.spec.backend.build.platform;
}
