import { backups, linesOfCluster, linesOfInstance } from './database.ts';
import { linesOfAppRunner, linesOfEcsService, linesOfFunction, linesOfLoadBalancer } from './compute.ts';
import { linesOfAddress, linesOfEndpoint, linesOfNatGateway, linesOfWebAcl } from './network.ts';
import type { Bill } from './bill.ts';
import type { Lines } from './model.ts';
import {
  linesOfAlarm,
  linesOfBucket,
  linesOfDashboard,
  linesOfEcsCluster,
  linesOfFlowLog,
  linesOfKey,
  linesOfLogGroup,
  linesOfRepository,
  linesOfScalingPolicy,
  linesOfSecret,
  linesOfTopic,
} from './watching.ts';

/** How much of what AWS charges for a type of resource, for every type in `chargedTypes`. */
export const rules: Readonly<Record<string, (bill: Bill) => Lines>> = {
  'AWS::AppRunner::Service': linesOfAppRunner,
  'AWS::ApplicationAutoScaling::ScalingPolicy': linesOfScalingPolicy,
  'AWS::Backup::BackupVault': () => ({ use: [backups] }),
  'AWS::CloudWatch::Alarm': linesOfAlarm,
  'AWS::CloudWatch::Dashboard': linesOfDashboard,
  'AWS::EC2::EIP': linesOfAddress,
  'AWS::EC2::FlowLog': linesOfFlowLog,
  'AWS::EC2::NatGateway': linesOfNatGateway,
  'AWS::EC2::VPCEndpoint': linesOfEndpoint,
  'AWS::ECR::Repository': linesOfRepository,
  'AWS::ECS::Cluster': linesOfEcsCluster,
  'AWS::ECS::Service': linesOfEcsService,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': linesOfLoadBalancer,
  'AWS::KMS::Key': linesOfKey,
  'AWS::Lambda::Function': linesOfFunction,
  'AWS::Logs::LogGroup': linesOfLogGroup,
  'AWS::RDS::DBCluster': linesOfCluster,
  'AWS::RDS::DBInstance': linesOfInstance,
  'AWS::S3::Bucket': linesOfBucket,
  'AWS::SNS::Topic': linesOfTopic,
  'AWS::SecretsManager::Secret': linesOfSecret,
  'AWS::WAFv2::WebACL': linesOfWebAcl,
};
