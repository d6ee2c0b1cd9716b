/** Everything that a monitor can find, and what it says of the log. */
export const FINDINGS = {
  // The checkpoint, which is then not looked behind.
  unreachable: 'the log does not give its checkpoint',
  malformed: 'what the log gives as its checkpoint is none',
  signature: 'the checkpoint is not signed by the log',
  quorum: 'too few witnesses have cosigned the checkpoint',
  stale: 'the witnesses cosigned the checkpoint too long ago',
  // The tree, whose entries are then not judged.
  rollback: 'the log is smaller than it was',
  fork: 'the log does not begin with the tree that it showed before',
  tile: 'a file of the log is missing or is not what the entries give',
  root: 'the entries are not those of the checkpoint',
  // Entries, each with its index.
  'entry-malformed': 'an entry has not the form of any kind',
  'window-stretched': 'keys are logged with another window than their epoch has',
  'key-malformed': 'a key is not in the one form that clients take, or has the id of another',
  'second-key': 'a slot has a second key',
  'not-retired': 'a generation begins whose predecessor was not retired',
  'unknown-key': 'a key is retired that was never logged',
  'late-genesis': 'a name begins that had begun before',
  'late-keys': 'keys were logged later than two weeks before their epoch',
} as const;

export type FindingKind = keyof typeof FINDINGS;

/** One thing that is wrong with a log. */
export interface Finding {
  readonly kind: FindingKind;
  /** Of the entry. */
  readonly index?: number;
  /** Path of the file. */
  readonly path?: string;
  /** Signed checkpoints that contradict each other: proof for anyone, in the order they were seen. */
  readonly evidence?: readonly string[];
}
