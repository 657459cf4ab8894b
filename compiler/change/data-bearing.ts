interface DataBearing {
  /** What a replacement loses, or what else happens to the data. */
  readonly replaced: string;
  /** What a deletion loses; nothing when left out. */
  readonly deleted?: string;
  /** Properties whose change creates new data, although the resource is updated in place. */
  readonly remadeBy?: readonly string[];
  /** The properties whose change loses data. A replacement for any other reason keeps the data. */
  readonly onlyBy?: readonly string[];
}

/** Types of resources with data that no template can restore. */
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
