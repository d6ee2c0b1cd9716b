/** A fault that has begun. */
export interface Strike {
  /** What was hit, as it is told. */
  readonly what: string;
  /** Milliseconds until it is over. */
  readonly lasts: number;
  /** Takes the cause away; whatever has died meanwhile is started by others. */
  end(): Promise<void>;
  /** It leaves behind what nothing is to go on with. */
  readonly isLast?: boolean;
}
