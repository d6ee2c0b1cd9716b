/** What a command line asks for. */
export interface DoctorFlags {
  readonly targets: readonly string[];
  readonly json: boolean;
  /** What is wrong with the command line. */
  readonly faults: readonly string[];
}

export const DOCTOR_USAGE = `bauta doctor [URL | bauta.toml]... [--json]

  URL          the address of a site, for instance https://site.example
  bauta.toml   a gateway's configuration: its site, its store and its issuer are looked at;
               of several files it is said which share a spent set; bauta.toml unless given
  --json       one line of JSON

Ends with 0 when all is well, 1 with a fault, 2 when something could not be judged, 3 when called wrongly,
5 when the doctor itself is at fault.
It asks with GET and HEAD alone, and never sends a token.
`;

/** @param args what follows the word `doctor` */
export function parseDoctorFlags(args: readonly string[]): DoctorFlags {
  const faults: string[] = [];
  const targets = args.filter((arg) => !arg.startsWith('-'));
  for (const arg of args) {
    if (arg.startsWith('-') && arg !== '--json') faults.push('a flag is unknown');
    if (/^https?:/.test(arg) && !isAddress(arg)) faults.push('an address is https://HOST, http on localhost alone');
  }
  return { targets: targets.length === 0 ? ['bauta.toml'] : targets, json: args.includes('--json'), faults };
}

function isAddress(text: string): boolean {
  try {
    const { username, password, search, hash } = new URL(text);
    return [username, password, search, hash].every((part) => part === '');
  } catch {
    return false;
  }
}
