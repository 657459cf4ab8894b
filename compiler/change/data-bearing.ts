interface DataBearing {
  /** What is lost with a replacement, or else happens to the data. */
  readonly replaced: string;
  /** Nothing is lost with a deletion when it is left out. */
  readonly deleted?: string;
  /** Properties that make new data when they change, though the resource is updated in place. */
  readonly remadeBy?: readonly string[];
  /** A replacement for any other reason leads to the same data. */
  readonly onlyBy?: readonly string[];
}

/** Types of resources that hold data which no template can bring back. */
export const dataBearing: Readonly<Record<string, DataBearing>> = {
  'AWS::RDS::DBCluster': {
    replaced: 'the new cluster is empty',
    deleted: 'the cluster and its databases',
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
