interface DataBearing {
  /** What is lost with a replacement, or else happens to the data. */
  readonly replaced: string;
  /** Nothing is lost with a deletion when it is left out. */
  readonly deleted?: string;
  /** Properties that make new data when they change, though CloudFormation calls it an update. */
  readonly remadeBy?: readonly string[];
  /** A replacement for any other reason leads to the same data. */
  readonly onlyBy?: readonly string[];
  /** What stays of the old data by the policies that our templates set. */
  readonly leaves?: string;
}

/** Types of resources that hold data which no template can bring back. */
export const dataBearing: Readonly<Record<string, DataBearing>> = {
  'AWS::RDS::DBCluster': {
    replaced: 'the new cluster is empty',
    deleted: 'the cluster and its databases',
    leaves: 'a snapshot of the old one stays',
  },
  'AWS::SecretsManager::Secret': {
    replaced: 'a new password is made; whoever knows the old one is locked out until it is set everywhere',
    deleted: 'the password in it',
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    remadeBy: ['GenerateSecretString'],
  },
  'AWS::ECR::Repository': {
    replaced: 'the new repository is empty; all images go, and with them the way back to an older one',
    deleted: 'all images in it',
  },
  'Custom::MySqlDatabase': {
    replaced:
      'the service gets a new, empty database; the old one stays in the cluster and is no longer used',
    onlyBy: ['ClusterArn', 'DatabaseName'],
  },
};

/** What is lost when a resource is deleted or replaced, or when these of its properties are updated. */
export function lossOf(
  type: string,
  fate: 'deleted' | 'replaced' | 'updated',
  changed: readonly string[],
): string | undefined {
  const { deleted, replaced, remadeBy = [], onlyBy } = dataBearing[type] ?? {};
  if (fate === 'deleted') return deleted;
  if (fate === 'updated') return remadeBy.some((name) => changed.includes(name)) ? replaced : undefined;
  return !onlyBy || onlyBy.some((name) => changed.includes(name)) ? replaced : undefined;
}
