import type { Entry } from './entry.ts';

/** Codes for what goes wrong in a deployment. */
export const deployingCodes = {
  'deployment-failed': {
    severity: 'error',
    summary: 'AWS could not create, change or delete a resource.',
    explanation:
      "The message quotes AWS's reason for the first failure, and leaves out failures that only follow from it. It points at the value that AWS quotes, at the property that AWS names, or else at the part of the spec that the resource comes from. CloudFormation rolls back what it had changed, unless you gave `--no-rollback`.",
  },
  'deployment-refused': {
    severity: 'error',
    summary: 'AWS found a mistake before it changed anything.',
    explanation:
      'CloudFormation checks a change set before it executes it: properties against the schema of their resource, names that are taken, exports that are missing. Nothing has changed.',
  },
  'not-ready-to-deploy': {
    severity: 'error',
    summary: 'Something is missing, or in the way, that would stop the deployment in the middle.',
    explanation:
      "archc looks before it asks whether to deploy, and says everything at once. On this machine: a container engine that answers, the AWS CLI, git, the build context and the Dockerfile; `build.sh --check` says the same. In AWS: whether the hosted zone exists, is public and is the domain's, and whether it has a record of that name already. Nothing has changed. `archc plan` shows it too; what the machine lacks is only a note there, because another machine may deploy.",
  },
  'closes-database-early': {
    severity: 'error',
    summary: 'The deployment would close the database while a service still connects from outside the VPC.',
    explanation:
      'archc deploys the shared stack before the backend. When a service moves into the VPC, the default of `shared.database.access` becomes `vpc`, and the database would refuse the running service before the new one has taken over. So the move takes two deployments: one with `access: public` moves the service, and one without it closes the database. The same holds for other backends of the shared stack: archc looks at those that import the endpoint of the database, as far as its permissions reach. It does not see a service that connects without importing it. Where a setting moves the service into the VPC on the same runtime, such as `backend.service.egress`, it takes the same two steps.',
  },
  'removes-imported-export': {
    severity: 'error',
    summary: 'The deployment would remove an output of the shared stack that a backend still imports.',
    explanation:
      'CloudFormation refuses that, and rolls the shared stack back after it has deployed the rest. So the backend goes first: `archc deploy SPEC --stack backend` deploys a spec in which it no longer needs what goes, and then `archc deploy SPEC` removes it. Other backends of the shared stack must have given it up before.',
  },
  'removes-route-early': {
    severity: 'error',
    summary:
      "The deployment would take the internet route from the database's subnets while a load balancer or tasks still stand in them.",
    explanation:
      "Without `shared.network` everything stands in the database's subnets. With it, load balancer and tasks get subnets of their own, and the database's need no route to the internet any more. archc deploys the shared stack before the backend, so this takes two deployments: one with `databaseRoute: internet` moves load balancer and tasks, and one without it takes the route away. The same holds for other backends of the shared stack: archc looks at those that import the ids of the database's subnets, as far as its permissions reach (docs/networks.md).",
  },
  'unfit-network': {
    severity: 'error',
    summary: 'A VPC or subnet that the spec names does not exist, or is not as the spec needs it.',
    explanation:
      "With `shared.network.vpcId` the templates refer to a network that archc does not make, so `archc plan` and `archc deploy` look at it in the account: whether VPC and subnets exist and belong together, whether each subnet is in the zone at its place of `availabilityZones`, whether public subnets have a route to an internet gateway and, for IPv6, a range, and whether the VPC resolves AWS's names. Without the right to look, archc says so and goes on.",
  },
  'restores-deployed-cluster': {
    severity: 'error',
    summary:
      'The deployment would replace a deployed cluster to restore a backup, or because of the one it was made from.',
    explanation:
      'A backup is restored only when a cluster is created. CloudFormation remembers what it was made from: if that is added, changed or removed later, it creates another cluster and deletes the first, which leaves a snapshot. So `shared.database.restoreFrom` stays in the spec as it was deployed; CloudFormation does not restore it again, and the backup may be deleted. To restore a backup, deploy a spec with another `name` beside the first, or destroy the stacks and deploy them again with it: docs/backup.md shows both.',
  },
  'other-master-secret': {
    severity: 'error',
    summary: "The deployment would keep the master user's password of a deployed cluster in another secret.",
    explanation:
      "With `rotation: all` RDS makes the master user's password, keeps it in a secret of its own and replaces it every seven days; otherwise the shared stack has a secret for it. Backends import the ARN of this secret, and CloudFormation does not change an export that is in use. So this is decided when the shared stack is created: on a deployed one write `rotation: userSecret`, which replaces the password of the backend's user alone, or `rotation: all` if it was created so. docs/rotation.md says how to come to a stack with the other.",
  },
  'other-preview-user': {
    severity: 'error',
    summary: 'The deployment would give the database of an existing preview another MySQL user.',
    explanation:
      'A preview drops its database in the end, and only one that it made. The mark that says so stands in MySQL at the user, so a preview with another user would find a database that is not its own, and fail in the middle. Remove the preview and deploy it again: `archc destroy SPEC --preview NAME` drops its database, and the next deployment makes an empty one. If `backend.database.name` changes too, a preview gets a new database and user, and drops the former ones.',
  },
  'unfit-backup': {
    severity: 'error',
    summary:
      'The backup that a new cluster shall be made from does not exist, or is not as the spec needs it.',
    explanation:
      "`archc plan` and `archc deploy` look at the backup of `shared.database.restoreFrom`: whether it exists in this region and account, is of Aurora MySQL, encrypted and finished, whether its master user is `root`, as archc's functions need it, whether the version fits, and whether AWS still keeps the time. Without the right to look, archc says so and goes on.",
  },
  'image-not-running': {
    severity: 'error',
    summary: 'The stack is up to date, but the service does not run the new image.',
    explanation:
      "The container service starts the new version beside the old one, and rolls back by itself when the new one does not become healthy. CloudFormation then finds a running service and reports the update as complete. The application's log says why the container did not start: a missing variable, another port, a database that it cannot reach. The next deployment of another image replaces it.",
  },
} as const satisfies Record<string, Entry>;
