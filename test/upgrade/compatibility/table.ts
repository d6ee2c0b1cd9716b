import type { Build } from '../builds/open-build.ts';
import { ACTS, type PairOutcome, type Side } from './pairs.ts';

/** `spec/compatibility.md`. @param former the build that was run with this one. */
export function writeCompatibility(former: Pick<Build, 'name' | 'version'>, outcomes: readonly PairOutcome[]): string {
  const names: Readonly<Record<Side, string>> = { former: former.name, today: 'this one' };
  const rows = outcomes.map(({ pair, faults }) => {
    const cells = ACTS.map((act) => (faults[act] === '' ? 'yes' : `**no**: ${faults[act].replaceAll('|', '/')}`));
    return `| ${[names[pair.wallet], names[pair.rooms], names[pair.site], ...cells].join(' | ')} |`;
  });
  const head = ['wallet', 'rooms', 'site', ...ACTS];
  return `# The last release with this one

Generated from a run of \`test/upgrade/compatibility\` by \`npm run generate\`.

The last release is the ref that [compatibility.json](compatibility.json) names: \`${former.name}\`, whose packages say
${former.version}. Before the first published version that is a commit; from then on it is the tag of the newest version that
is published, and a test refuses another. **this one** is the tree in which this file stands. What of it is promised, and
for how long: [deprecation.md](deprecation.md).

Each build is laid out in a folder of its own and runs from its own sources. The **wallet** is a program on the build's
\`@bauta/sdk/client\`; the **rooms** are its witness, log, attester and issuer, each a process; the **site** is one on its
\`@bauta/sdk/gate\`, with a store in SQLite and the log of keys. What each column tries:

- **directories**: the wallet reads those of attester and issuer, and understands their keys;
- **description**: the reader of the wallet's build reads the site's \`/.well-known/age-gate.json\`;
- **enrol and mint**: a proof of age, an account with a passkey, grants, a batch of tokens;
- **redeem**: one of these tokens opens the site;
- **session**: another page is opened with the session that came of it;
- **spent twice**: the same token, shown by somebody else, is refused with 403;
- **stock**: the wallet of the other build opens the sealed records that this one kept, and opens the site with one.

| ${head.join(' | ')} |
|${head.map(() => '---|').join('')}
${rows.join('\n')}

Not in it: the wallet's pages in a browser, rooms and sites on Workers, the gateway, further ways to prove an age, and rooms
of which some are of one build and some of the other; \`npm run upgrade\` goes through the last of these while people come.
`;
}
