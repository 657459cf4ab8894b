import { counted } from '../diagnostics/counted.ts';
import { entryOf, textAt, textOf } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import {
  always,
  byMeter,
  countSubnets,
  countedRange,
  hoursOfMonth,
  million,
  numberAt,
  one,
  propertiesOfType,
  times,
} from './bill.ts';
import type { Bill } from './bill.ts';
import type { Lines, Range, TimeLine, UseLine } from './model.ts';
import { addresses } from './network.ts';
import type { Usage } from './usage.ts';
import { kept, written } from './watching.ts';

/** https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer */
const internetTraffic = byMeter('internetTraffic', 'traffic');

/** App Runner's own when a service names none: https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html */
const usualInstances = { floor: 1, ceiling: 25 };

/**
 * Memory of every provisioned instance, all the time; processors only while it answers requests. Memory costs the same
 * then. https://aws.amazon.com/apprunner/pricing/
 */
export function linesOfAppRunner(bill: Bill): Lines {
  const size = entryOf(bill.properties, 'InstanceConfiguration');
  const [vcpus, gigabytes] = [numberAt(size, 'Cpu', 1024) / 1024, numberAt(size, 'Memory', 2048) / 1024];
  const scaling = propertiesOfType(bill, 'AWS::AppRunner::AutoScalingConfiguration');
  const instances = {
    floor: numberAt(scaling, 'MinSize', usualInstances.floor),
    ceiling: numberAt(scaling, 'MaxSize', usualInstances.ceiling),
  };
  const usual = scaling ? '' : ' by default';
  const active = { floor: 0, ceiling: instances.ceiling };
  const ends = [entryOf(scaling, 'MaxSize'), entryOf(scaling, 'MinSize')];
  const ingress = entryOf(entryOf(bill.properties, 'NetworkConfiguration'), 'IngressConfiguration');
  const isPublic = textAt(ingress, 'IsPubliclyAccessible') !== 'false';
  return {
    time: [
      {
        price: 'appRunnerMemory',
        words: `${gigabytes} GB for ${countedRange(instances, 'instance')}${usual}`,
        quantity: times(instances, gigabytes * hoursOfMonth),
        decidedBy: [entryOf(size, 'Memory'), ...ends],
      },
      {
        price: 'appRunnerCpu',
        words: `${vcpus} vCPU for ${countedRange(active, 'active instance')}`,
        quantity: times(active, vcpus * hoursOfMonth),
        decidedBy: [entryOf(size, 'Cpu'), ...ends],
      },
    ],
    // App Runner makes log groups of its own: https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cwl.html
    use: [...(isPublic ? [internetTraffic] : []), written, kept],
  };
}

/** Storage of a task that costs nothing: https://aws.amazon.com/fargate/pricing/ */
const freeStorage = 20;

/** Processors, memory and storage of every running task. https://aws.amazon.com/fargate/pricing/ */
export function linesOfEcsService(bill: Bill): Lines {
  const task = propertiesOfType(bill, 'AWS::ECS::TaskDefinition');
  const [vcpus, gigabytes] = [numberAt(task, 'Cpu', 0) / 1024, numberAt(task, 'Memory', 0) / 1024];
  const architecture = entryOf(entryOf(task, 'RuntimePlatform'), 'CpuArchitecture');
  const isArm = textOf(architecture) === 'ARM64';
  const [tasks, ends] = tasksOf(bill);
  const disk = entryOf(task, 'EphemeralStorage');
  const storage = numberAt(disk, 'SizeInGiB', freeStorage) - freeStorage;
  const line = (price: TimeLine['price'], each: number, what: string, size?: TemplateNode): TimeLine => ({
    price,
    words: `${each} ${what} for ${countedRange(tasks, 'task')}`,
    quantity: times(tasks, each * hoursOfMonth),
    decidedBy: [size, ...ends],
  });
  const network = entryOf(entryOf(bill.properties, 'NetworkConfiguration'), 'AwsvpcConfiguration');
  const isPublic = textAt(network, 'AssignPublicIp') === 'ENABLED';
  return {
    time: [
      isArm
        ? line('fargateArmCpu', vcpus, 'vCPU (arm64)', entryOf(task, 'Cpu') ?? architecture)
        : line('fargateCpu', vcpus, 'vCPU', entryOf(task, 'Cpu')),
      line(isArm ? 'fargateArmMemory' : 'fargateMemory', gigabytes, 'GB', entryOf(task, 'Memory')),
      ...(storage > 0 ? [line('fargateStorage', storage, 'GB of storage', entryOf(disk, 'SizeInGiB'))] : []),
      ...(isPublic ? [addresses(tasks, `public address of ${countedRange(tasks, 'task')}`, ends)] : []),
    ],
  };
}

/** How many tasks run, and what decides it. */
function tasksOf(bill: Bill): readonly [Range, readonly (TemplateNode | undefined)[]] {
  const target = propertiesOfType(bill, 'AWS::ApplicationAutoScaling::ScalableTarget');
  const desired = numberAt(bill.properties, 'DesiredCount', 1);
  const tasks = {
    floor: numberAt(target, 'MinCapacity', desired),
    ceiling: numberAt(target, 'MaxCapacity', desired),
  };
  return [tasks, [entryOf(target, 'MaxCapacity'), entryOf(target, 'MinCapacity')]];
}

/** What one capacity unit takes in an hour: https://aws.amazon.com/elasticloadbalancing/pricing/ */
const unitOfLoad = { gigabytes: 1, newConnections: 25 * 60 * 60 };

/** At an even load, with a connection for each request. archc's listeners have fewer rules than the ten that are free. */
const loadBalancerCapacity: UseLine = {
  price: 'loadBalancerCapacity',
  words: 'load, by new connections or traffic',
  meters: ['traffic', 'requests'],
  quantity: ({ requests = 0, traffic = 0 }: Usage) =>
    Math.max(traffic / unitOfLoad.gigabytes, requests / unitOfLoad.newConnections),
};

/** Its hours, and an address in each zone. https://aws.amazon.com/elasticloadbalancing/pricing/ */
export function linesOfLoadBalancer(bill: Bill): Lines {
  const zones = countSubnets(entryOf(bill.properties, 'Subnets'), bill);
  const scheme = entryOf(bill.properties, 'Scheme');
  const isPublic = textAt(bill.properties, 'Scheme') !== 'internal';
  return {
    time: [
      always('loadBalancer', 'load balancer', hoursOfMonth),
      ...(isPublic
        ? [addresses(times(one, zones), `${counted(zones, 'public address')} of the load balancer`, [scheme])]
        : []),
    ],
    use: isPublic ? [loadBalancerCapacity, internetTraffic] : [loadBalancerCapacity],
  };
}

/** https://aws.amazon.com/lambda/pricing/ */
export function linesOfFunction(): Lines {
  return {
    use: [
      byMeter('functionCalls', 'functionCalls', million),
      byMeter('functionTime', 'functionSeconds', million),
    ],
  };
}
