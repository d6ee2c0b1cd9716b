import { reachedAges } from '../reached-ages.ts';

/** The claim that a provider is asked for, and how it is read. */
export interface AgeClaim {
  /** As the provider calls it, at the top of its answer. */
  readonly name: string;
  readonly as: AgeClaimForm;
  /** For `over`: the age in years that `true` stands for. */
  readonly age?: number;
}

/** What is to be found out. */
interface Asked {
  readonly claim: AgeClaim;
  /** Ages in years. */
  readonly thresholds: readonly number[];
  /** Unix seconds. */
  readonly now: number;
}

type ReadAges = (value: unknown, asked: Asked) => readonly number[];

/** A person is at most so old, in years. */
const OLDEST = 130;

/** What a provider may say, and the thresholds that it shows. Whatever is not exactly so throws TypeError. */
const FORMS = {
  /**
   * OpenID Connect Core §5.1 `birthdate`: YYYY-MM-DD, or the year alone, which counts from its last day on.
   * `0000-MM-DD`, a birthday without a year, shows no age.
   */
  birthdate: (value, { thresholds, now }) => {
    if (typeof value !== 'string') throw new TypeError('not a date of birth');
    return reachedAges(/^\d{4}$/.test(value) ? `${value}-12-31` : value, thresholds, now);
  },
  /** `true` for whoever is `claim.age` or older: `age_over_18`, `is_adult`. Nothing but `true` means it. */
  over: (value, { claim: { age }, thresholds }) => {
    if (age === undefined || typeof value !== 'boolean') throw new TypeError('not yes or no');
    return value ? upTo(age, thresholds) : [];
  },
  /** `age_equal_or_over` of the SD-JWT PID: `{"16": true, "18": false}`; one who is 18 and not 16 is believed nothing. */
  'equal-or-over': (value, { thresholds }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not a list of ages');
    const ages = Object.entries(value).map(([age, is]) => ({ age: readAge(Number(age), age), is }));
    if (ages.some(({ is }) => typeof is !== 'boolean')) throw new TypeError('not yes or no');
    const shown = Math.max(0, ...ages.filter(({ is }) => is).map(({ age }) => age));
    if (ages.some(({ age, is }) => !is && age <= shown)) throw new TypeError('ages that contradict each other');
    return upTo(shown, thresholds);
  },
  /** The age itself, a whole number of years. */
  age: (value, { thresholds }) => upTo(readAge(value), thresholds),
} satisfies Record<string, ReadAges>;

export type AgeClaimForm = keyof typeof FORMS;

/** The forms that there are. */
export const AGE_CLAIM_FORMS: readonly AgeClaimForm[] = Object.keys(FORMS) as AgeClaimForm[];

/**
 * The thresholds that the value of a claim shows; the value goes no further.
 * @throws TypeError when it has not its form; the message holds nothing of it
 */
export function agesOfClaim(value: unknown, asked: Asked): readonly number[] {
  return FORMS[asked.claim.as](value, asked);
}

function upTo(age: number, thresholds: readonly number[]): readonly number[] {
  return thresholds.filter((threshold) => threshold <= age);
}

/** @param spelling how it was written, where it was a text */
function readAge(value: unknown, spelling?: string): number {
  const isAge = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= OLDEST;
  if (!isAge || (spelling !== undefined && spelling !== String(value))) throw new TypeError('not an age');
  return value;
}
