/** What a bundle is made of. */
export interface BundleContents {
  /** Paths of the files in it, from the root. */
  readonly files: readonly string[];
  /** What it would still import when it runs. */
  readonly imports: readonly string[];
}

interface Wall {
  /** The files of this repository that may be in the bundle, beside the SDK. */
  readonly holds: RegExp;
  /** The modules of Node that it may import. */
  readonly node: readonly string[];
}

/** What rooms stand on: the frame, and nothing that keeps a key or a person. */
const FRAME = String.raw`services/([^/]+\.ts$|http/|settings/|workers/[^/]+$)`;
/** Signing keys and stores of their own. */
const KEYED = 'services/(keys|storage)/';

const wall = (node: readonly string[], ...holds: readonly string[]): Wall => ({
  holds: new RegExp(`^(${holds.join('|')})`),
  node,
});

/** By the first file: a room's bundle holds its own folder, and no other room's. */
const WALLS: Readonly<Record<string, Wall>> = {
  'services/attester/worker.ts': wall(['node:crypto'], 'services/attester/', KEYED, FRAME),
  'services/issuer/worker.ts': wall(['node:crypto'], 'services/issuer/', KEYED, FRAME),
  'services/log/worker.ts': wall([], 'services/log/', FRAME),
  'services/witness/worker.ts': wall([], 'services/witness/', 'services/storage/is-answering', FRAME),
  'services/wallet/worker.ts': wall([], 'services/wallet/', FRAME),
  'services/gateway/worker.ts': wall([], 'services/gateway/'),
  'demo-site/worker.ts': wall([], 'demo-site/'),
};

/** Lets everyone in, stands for others, or is of the tools around: in no bundle of all. */
const NOWHERE =
  /^(sdk\/(test-issuer|doctor)|services\/(phone|provider)|test)\/|(^|\/)demonstration\.ts$|^node_modules\/(wrangler|oidc-provider)\//;

const OURS = /^(sdk|services|demo-site|test)\//;

/** A line for each file and each import that the bundle of `main` must not have. */
export function findBreaches(main: string, { files, imports }: BundleContents): readonly string[] {
  const wall = WALLS[main];
  if (wall === undefined) return [`${main} is the Worker of none of the rooms`];
  const isForeign = (file: string): boolean => {
    if (NOWHERE.test(file)) return true;
    return OURS.test(file) && !file.startsWith('sdk/') && !wall.holds.test(file);
  };
  return [
    ...files.filter(isForeign).map((file) => `holds ${file}`),
    ...new Set(
      imports.filter((name) => !name.startsWith('cloudflare:') && !wall.node.includes(name)).map((n) => `imports ${n}`),
    ),
  ];
}
