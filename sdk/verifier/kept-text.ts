/** One text that outlives the program, or is shared by its instances: the last directory, the last checkpoint. */
export interface KeptText {
  /** Undefined before the first one. */
  load(): Promise<string | undefined>;
  /** Resolves when it is kept. */
  save(text: string): Promise<void>;
}
