import type { KeyRole } from '@bauta/sdk/protocol';
import type { Belief } from '../standing.ts';

const LOCALE = 'en-GB';

/** Every sentence of the log's page in English. The other languages have the same names. */
export const en = {
  name: 'English',
  languages: 'Language',
  title: (log: string): string => `The key log of ${log}`,
  heading: 'How do I know I was not given a key of my own?',
  lead:
    'Because every key stands in this public log before it is used, the same for everyone: wallets and sites refuse a ' +
    'key that does not.',

  count: (value: number): string => new Intl.NumberFormat(LOCALE).format(value),
  entries: (value: number, figure: string): string => `${figure}\u00a0${value === 1 ? 'entry' : 'entries'}`,
  instant: (seconds: number): string =>
    `${format(seconds, { day: 'numeric', month: 'long', year: 'numeric' })} at ` +
    `${format(seconds, { hour: '2-digit', minute: '2-digit' })} UTC`,
  day: (seconds: number): string => format(seconds, { day: 'numeric', month: 'short' }).replace(' ', '\u00a0'),
  days: (from: string, to: string): string => `${from} to ${to}`,
  /** A week in a sentence, and where there is no room for one. */
  week: (number: number, year: number): string => `week ${number} of ${year}`,
  shortWeek: (number: number): string => `W${number}`,
  ages: (thresholds: readonly number[]): string => thresholds.map((age) => `${age}+`).join(', '),
  roles: { issuer: 'Issuer', attester: 'Age checker' } satisfies Record<KeyRole, string> as Readonly<
    Record<KeyRole, string>
  >,

  now: {
    heading: 'As it stands now',
    size: 'Entries',
    seen: 'Seen by witnesses',
    beliefs: {
      good: 'Enough witnesses have seen this tree within the last 24 hours.',
      stale:
        'The witnesses saw this tree more than 24 hours ago. Until they see it again, wallets and sites believe none ' +
        'of its keys.',
      unseen: 'Too few witnesses have cosigned this tree. Wallets and sites believe none of its keys.',
    } satisfies Record<Belief, string> as Readonly<Record<Belief, string>>,
    missing:
      'Nothing is published yet: a tree of this log is shown once enough witnesses have cosigned it. Until then ' +
      'wallets and sites believe none of its keys.',
    sawIt: (instant: string): string => `saw it on ${instant}`,
    notYet: 'has not cosigned this tree',
    ours: 'run by the log’s operator',
    theirs: 'run by others',
    needed: 'Cosignatures that a tree needs',
    share: (quorum: string, all: string): string => `${quorum} of ${all}`,
    independent: 'At least two of its witnesses are always run by others than the log’s operator.',
    dependent:
      'Key check: not independent. A tree can be published with fewer than two witnesses that others than the log’s ' +
      'operator run.',
  },

  windows: {
    heading: 'The keys, week by week',
    lead: 'Weeks begin on Monday at 00:00 UTC. When a key may be used follows from its week alone: nobody can stretch it.',
    picture: (name: string): string => `Time line of the keys of ${name}; the table below says the same.`,
    signs: 'signs',
    accepted: 'its tokens open doors',
    grants: 'signs grants, which the issuer takes in the same time',
    present: (instant: string): string => `now, ${instant}`,
    exceptions: { genesis: 'first', resume: 'late' },
    /** Where there is no room for each. */
    someAges: (figure: string): string => `${figure} ages`,
    aboutExceptions: {
      genesis: 'the first keys of a name, logged less than two weeks ahead',
      resume: 'logged less than two weeks ahead, after missed runs',
    },
    generation: (number: number): string => `no. ${number}`,
    retired: 'retired',
    aboutRetired: 'refused everywhere within 24 hours of its retirement',
    table: 'The same as a table',
    columns: { week: 'Week', signs: 'Signs', accepted: 'Accepted' },
    notOfSites: 'by the issuer, while it signs',
    more: (names: string): string => `${names} more names are in the log, and not shown here.`,
    none: 'No keys of these weeks are among the entries that this page was made from.',
    drawnFrom: (first: string, last: string): string => `Made from entries no. ${first} to ${last} of the log.`,
  },

  tree: {
    heading: 'The tree that holds them together',
    lead:
      'Each entry is hashed, then hashed with its neighbour, up to a single root. Change, remove or slip in one entry, ' +
      'and the root is another one. The witnesses have signed the root they saw.',
    picture: (entries: string): string => `The tree over ${entries}: entries below, one root above.`,
    checkpoint: 'The checkpoint that is published',
    root: 'Root',
    signed: (log: string): string => `Signed by ${log}`,
    cosigned: (witnesses: string): string => `Cosigned by ${witnesses}`,
    newest: 'the newest entry, and the hashes that depend on it',
    place: (figure: string): string => `no. ${figure}`,
    folded: 'entries that are there and not drawn; their number stands below',
    bundles: (full: number, fullFigure: string, rest: string): string =>
      `Entries are given out in files of 256: ${fullFigure} full ${full === 1 ? 'one' : 'ones'}, and ${rest} in the ` +
      'last.',
    empty: 'The log has no entry yet.',
  },

  list: {
    heading: 'The newest entries',
    lead: 'The log gives entries a place, not a time. A monitor remembers when it first saw each.',
    file: (path: string): string => `in ${path}`,
    older: (count: string): string => `${count} older ones`,
    keys: (role: KeyRole, name: string, week: string, ages: string): string =>
      `Keys of the ${role === 'issuer' ? 'issuer' : 'age checker'} ${name} for ${week}: ${ages}`,
    retire: (role: KeyRole, name: string, week: string, age: string): string =>
      `Retirement of a key of the ${role === 'issuer' ? 'issuer' : 'age checker'} ${name} for ${week}: ${age}`,
    wallet: (name: string, digest: string): string => `Build of the wallet at ${name}: ${digest}…`,
    sdk: (version: string, digest: string): string => `Release ${version} of the library: ${digest}…`,
    batches: (name: string, week: string, figure: string): string =>
      `Number of batches that ${name} says it signed for ${week}: about ${figure}`,
    unknown: 'Something that has the form of no entry: a monitor alarms on it',
  },

  batches: {
    heading: 'Batches, by the issuer’s word',
    lead:
      'When a week’s key has stopped signing, the issuer says how many batches of 30 tokens it signed, rounded to two ' +
      'digits. Nobody can check this number.',
    mark: 'Issuer’s word',
    said: (name: string, figure: string, value: number, week: string): string =>
      `${name} says it signed about ${figure} ${value === 1 ? 'batch' : 'batches'} for ${week}.`,
    none: 'No issuer has said a number among the entries that this page was made from.',
  },

  check: {
    heading: 'Check it yourself',
    checkpoint: 'See what the log says of itself, and who has signed it:',
    monitor:
      'Read the whole log, compute the tree anew and judge every entry. In a copy of this software’s repository, with ' +
      'Node 20.19 or later, after npm ci:',
    after: (file: string): string =>
      `It ends with “nothing wrong”, or with what is wrong. Keep ${file} and run it again another day: it then also ` +
      'sees whether the log was rewritten in between.',
    wallet: 'Compare the wallet that a host serves to you with the builds in the log:',
    keys:
      'The keys in these commands are the log’s own word. They also stand in every wallet’s build and in every site’s ' +
      'configuration: compare them there.',
  },
};

export type PageText = typeof en;

function format(seconds: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' }).format(seconds * 1000);
}
