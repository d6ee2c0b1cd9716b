/** What a command line asks for. */
export interface GatewayFlags {
  /** The path of the configuration. */
  readonly config: string;
  /** Look at everything, print the report, and do not listen. */
  readonly check: boolean;
  /** The report as one line of JSON. */
  readonly json: boolean;
  readonly help: boolean;
  /** What is wrong with the command line. */
  readonly faults: readonly string[];
}

export const USAGE = `bauta-gateway --config bauta.toml [--check] [--json]

  --config FILE   the configuration; bauta.toml unless given
  --check         look at everything, print the report and end
  --json          the report as one line of JSON
`;

const SWITCHES = { '--check': 'check', '--json': 'json', '--help': 'help' } as const;

export function parseGatewayFlags(args: readonly string[]): GatewayFlags {
  const on = { check: false, json: false, help: false };
  const faults: string[] = [];
  let config = 'bauta.toml';
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (Object.hasOwn(SWITCHES, arg)) on[SWITCHES[arg as keyof typeof SWITCHES]] = true;
    else if (arg === '--config' && args[i + 1] !== undefined) config = args[++i] as string;
    else faults.push(arg === '--config' ? '--config: needs a file' : 'a flag is unknown; see --help');
  }
  return { ...on, config, faults };
}
