import { hasDataApi, zoneLetters } from '../../../compiler/facts/regions.ts';
import type { Toolkit } from '../../../compiler/modules/module.ts';
import { distinct } from './draft.ts';
import type { Draft } from './draft.ts';
import { cidr } from './forms.ts';

const network = 'shared.network';

/** The region, and what must be in it; ranges of addresses, and what must fit into them. */
export const networkSteps: readonly ((draft: Draft, toolkit: Toolkit) => void)[] = [
  function regionHasTheService(draft, { runtimes }) {
    const runtime = runtimes.find(({ name }) => name === draft.text('backend.service.runtime'));
    const regions = runtime?.regions ?? [];
    const region = draft.text('region');
    if (!regions.includes(region)) draft.set('region', regions[region.length % regions.length]);
    if (hasDataApi(draft.text('region')) || draft.given('shared') === undefined) return;
    draft.set('shared.database.assumeDataApi', true);
  },

  function zonesAreOfTheRegion(draft) {
    if (draft.given('shared') === undefined) return;
    const region = draft.text('region');
    const letters = [...zoneLetters(region), 'a', 'b'];
    const [first = '', second = ''] = draft.texts('shared.availabilityZones').map((letter) => {
      const place = letter.charCodeAt(0) % letters.length;
      return letters[place] ?? 'a';
    });
    const other = first === second ? (letters.find((letter) => letter !== first) ?? 'c') : second;
    draft.set('shared.availabilityZones', [`${region}${first}`, `${region}${other}`]);
  },

  /** Either a VPC that exists, or one that is made. The first needs a closed database. */
  function networkIsMadeOrGiven(draft, { runtimes }) {
    if (draft.given(network) === undefined) return;
    const runtime = runtimes.find(({ name }) => name === draft.text('backend.service.runtime'));
    const ids = ['publicSubnetIds', 'privateSubnetIds'].map((each) => `${network}.${each}`);
    if (draft.given(`${network}.vpcId`) === undefined || runtime?.databaseAccess === 'public') {
      for (const each of [`${network}.vpcId`, ...ids]) draft.remove(each);
      if (draft.given(`${network}.nat`) === undefined) draft.set(`${network}.nat`, 'one');
      return;
    }
    for (const each of ['nat', 'endpoints', 'databaseRoute', 'publicSubnetCidrs', 'privateSubnetCidrs'])
      draft.remove(`${network}.${each}`);
    for (const each of ['vpcCidr', 'subnetCidrs', 'database.access']) draft.remove(`shared.${each}`);
    for (const [place, each] of ids.entries())
      draft.set(
        each,
        [0, 1].map((index) => `subnet-0123456${2 * place + index}`),
      );
  },

  function subnetsAreInTheVpc(draft) {
    if (draft.given('shared.vpcCidr') === undefined && draft.given('shared.subnetCidrs') === undefined)
      return;
    const isFargate = draft.text('backend.service.runtime') === 'fargate';
    const vpc = read(draft.text('shared.vpcCidr'));
    // Two /27, which a load balancer needs at least, or two /28.
    const smallest = isFargate ? 27 : 28;
    const prefix = Math.min(vpc.prefix, smallest - 1);
    const outer = cidr(vpc.address, prefix);
    if (prefix !== vpc.prefix || draft.given('shared.vpcCidr') !== undefined)
      draft.set('shared.vpcCidr', outer);
    const wanted = draft.texts('shared.subnetCidrs').map(read);
    const subnets = wanted.map((subnet, index) => {
      const size = Math.min(Math.max(subnet.prefix, prefix + 1), smallest);
      const half = read(outer).address + index * 2 ** (31 - prefix);
      return cidr(half + (((subnet.address % 2 ** 16) * 16) % 2 ** (31 - prefix)), size);
    });
    draft.set('shared.subnetCidrs', (wanted[0]?.address ?? 0) % 2 === 0 ? subnets : subnets.reverse());
  },

  /** Six equal parts of the VPC: two for the database, two public, two private. */
  function sixSubnetsAreInTheVpc(draft) {
    if (draft.given(network) === undefined || draft.given(`${network}.vpcId`) !== undefined) return;
    const settings = ['vpcCidr', 'subnetCidrs', 'network.publicSubnetCidrs', 'network.privateSubnetCidrs'];
    if (settings.every((each) => draft.given(`shared.${each}`) === undefined)) return;
    const vpc = read(draft.text('shared.vpcCidr'));
    const prefix = Math.min(vpc.prefix, 24);
    const { address } = read(cidr(vpc.address, prefix));
    const part = (index: number) => cidr(address + index * 2 ** (29 - prefix), prefix + 3);
    draft.set('shared.vpcCidr', cidr(address, prefix));
    draft.set('shared.subnetCidrs', [part(0), part(1)]);
    draft.set(`${network}.publicSubnetCidrs`, [part(2), part(3)]);
    draft.set(`${network}.privateSubnetCidrs`, [part(5), part(4)]);
  },

  function openDatabaseHasARoute(draft, { runtimes }) {
    if (draft.text(`${network}.databaseRoute`) !== 'none') return;
    const runtime = runtimes.find(({ name }) => name === draft.text('backend.service.runtime'));
    const isOpen = runtime?.databaseAccess === 'public' || draft.given('shared.database.access') === 'public';
    if (isOpen) draft.set(`${network}.databaseRoute`, 'internet');
  },

  function tasksHaveAWayOut(draft) {
    const subnets = 'backend.service.subnets';
    if (draft.given('shared') !== undefined && draft.given(network) === undefined) draft.remove(subnets);
    if (draft.given(network) === undefined || draft.given(subnets) !== 'private') return;
    if (draft.text(`${network}.nat`) !== 'none') return;
    draft.set(`${network}.endpoints`, ['ssm', 'ecr', 's3', 'secretsManager', 'logs']);
    const region = draft.text('region');
    const isFar = draft
      .entries('backend.service.secrets')
      .some(([, text]) => text.startsWith('arn:') && text.split(':')[3] !== region);
    if (isFar) draft.set(`${network}.nat`, 'one');
  },

  /** Beside the addresses that AWS keeps, those of the load balancer, and of the database or of five endpoints. */
  function tasksFitIntoTheSubnets(draft) {
    if (draft.text('backend.service.runtime') !== 'fargate' || draft.given('shared') === undefined) return;
    if (draft.given(`${network}.vpcId`) !== undefined) return;
    const hasNetwork = draft.given(network) !== undefined;
    const ranges = draft.texts(hasNetwork ? `${network}.publicSubnetCidrs` : 'shared.subnetCidrs');
    const prefixes = ranges.map((text) => read(text).prefix);
    const instances = Math.ceil(draft.number('shared.database.readers') / 2) + 1;
    const room = 2 ** (32 - Math.max(...prefixes)) - 5 - 8 - (hasNetwork ? 5 : instances);
    const path = 'backend.service.scaling';
    if (draft.number(`${path}.max`) > room) draft.set(`${path}.max`, room);
    if (draft.number(`${path}.min`) > room) draft.set(`${path}.min`, room);
  },

  function rangesAreListedOnce(draft) {
    const path = 'options.ipRestriction.allowedSourceIps';
    if (draft.given(path) === undefined) return;
    draft.set(
      path,
      distinct(draft.texts(path), (text) => normal(text)),
    );
  },

  function ipSetsAreOfTheRegion(draft) {
    const path = 'options.ipRestriction.ipSetArns';
    if (draft.given(path) === undefined) return;
    const region = draft.text('region');
    draft.set(
      path,
      draft.texts(path).map((arn) => arn.replace(/^(arn:[^:]*:wafv2:)[^:]*/, `$1${region}`)),
    );
  },

  function ipRestrictionListsSomebody(draft) {
    const path = 'options.ipRestriction';
    if (draft.given(path) === undefined) return;
    if (draft.given(`${path}.ipSetArns`) ?? draft.given(`${path}.allowedSourceIps`)) return;
    draft.set(`${path}.allowedSourceIps`, ['203.0.113.0/24']);
  },
];

function read(range: string): { readonly address: number; readonly prefix: number } {
  const [address = '', prefix = '32'] = range.split('/');
  return {
    address: address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0),
    prefix: Number(prefix),
  };
}

/** One spelling of each range, so that two spellings of one count as the same. */
function normal(range: string): string {
  const [address = '', prefix = address.includes(':') ? '128' : '32'] = range.split('/');
  return `${new URL(`http://${address.includes(':') ? `[${address}]` : address}`).host}/${prefix}`;
}
