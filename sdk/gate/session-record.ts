/** What the store holds of a session. Instants are Unix seconds, marks are of ids and not the ids themselves. */
export interface SessionRecord {
  /** When the lease ends. */
  readonly until: number;
  /** When the person last gave input. */
  readonly inputAt: number;
  /** When a page last beat; 0 while none has. */
  readonly beatAt: number;
  /** The id in use. */
  readonly current: string;
  /** Its successor, handed out and not seen back yet, and when. */
  readonly offered: string;
  readonly offeredAt: number;
  /** Its predecessor, and until when that is still good for requests that were under way. */
  readonly previous: string;
  readonly previousUntil: number;
}

const NONE = '-';
const MARK = '([\\w-]{22}|-)';
const INSTANT = '(\\d{1,12})';
const RECORD = new RegExp(`^lease ${INSTANT} ${INSTANT} ${INSTANT} ${MARK} ${MARK} ${INSTANT} ${MARK} ${INSTANT}$`);

/** A session that begins, whose lease ends at `until`. */
export function beginRecord(current: string, until: number, inputAt: number): SessionRecord {
  return {
    until,
    inputAt,
    beatAt: 0,
    current,
    offered: NONE,
    offeredAt: 0,
    previous: NONE,
    previousUntil: 0,
  };
}

export function writeRecord(record: SessionRecord): string {
  const { until, inputAt, beatAt, current, offered, offeredAt, previous, previousUntil } = record;
  return `lease ${until} ${inputAt} ${beatAt} ${current} ${offered} ${offeredAt} ${previous} ${previousUntil}`;
}

/** Undefined for whatever is no record. */
export function readRecord(text: string | undefined): SessionRecord | undefined {
  const found = RECORD.exec(text ?? '');
  if (!found) return undefined;
  const [, until, inputAt, beatAt, current, offered, offeredAt, previous, previousUntil] = found as unknown as string[];
  return {
    until: Number(until),
    inputAt: Number(inputAt),
    beatAt: Number(beatAt),
    current: current as string,
    offered: offered as string,
    offeredAt: Number(offeredAt),
    previous: previous as string,
    previousUntil: Number(previousUntil),
  };
}

/** The id that was offered is seen: it takes the place of the one before, which is good until `previousUntil`. */
export function acknowledge(record: SessionRecord, previousUntil: number): SessionRecord {
  const { current, offered } = record;
  return { ...record, current: offered, offered: NONE, offeredAt: 0, previous: current, previousUntil };
}
