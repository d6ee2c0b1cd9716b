const YEAR = 365.25 * 86_400;

/** Who may log in at the simulated bank, and when they were born. */
const BORN: Readonly<Record<PersonKind, (now: number) => string>> = {
  adult: () => '1990-05-04',
  // Sixteen for months to come and months past.
  sixteen: (now) => new Date((now - 16.5 * YEAR) * 1000).toISOString().slice(0, 10),
};

export type PersonKind = 'adult' | 'sixteen';

/** A customer: a kind, and for tests that need many of them a number behind it (`adult-17`). */
const CUSTOMER = /^(adult|sixteen)(-[0-9]{1,9})?$/;

/** The claims of a customer; undefined when there is none of that name. @param now Unix seconds */
export function claimsOfCustomer(name: string, now: number): { sub: string; birthdate: string } | undefined {
  const kind = CUSTOMER.exec(name)?.[1] as PersonKind | undefined;
  return kind && { sub: name, birthdate: BORN[kind](now) };
}
