/** What a file says, by its keys. */
export type Table = Readonly<Record<string, unknown>>;

/** Keeps one thing that is wrong: its key as the file spells it, and what must hold, without any value. */
export type Fault = (key: string, sentence: string) => undefined;
