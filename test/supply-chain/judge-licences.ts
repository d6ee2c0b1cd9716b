import type { LicenceException } from './licences.ts';
import { isForeign, type Lockfile, nameOf } from './lockfile.ts';

/**
 * Whether a licence expression (SPDX) can be kept with these licences alone.
 * @returns false also for what is no expression
 */
export function isAllowed(expression: string, licences: readonly string[]): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const isNext = (word: string): boolean => words[at] === word && at++ >= 0;
  const one = (): boolean => {
    if (isNext('(')) {
      const inner = either();
      return isNext(')') && inner;
    }
    const name = words[at++] ?? '';
    // An exception changes what may be done, so the pair has to be listed as it stands.
    return licences.includes(isNext('WITH') ? `${name} WITH ${words[at++] ?? ''}` : name);
  };
  const all = (): boolean => {
    let isKept = one();
    while (isNext('AND')) isKept = one() && isKept;
    return isKept;
  };
  const either = (): boolean => {
    let isKept = all();
    while (isNext('OR')) isKept = all() || isKept;
    return isKept;
  };
  return either() && at === words.length;
}

/** What packages are compared with. */
export interface LicenceRules {
  readonly licences: readonly string[];
  readonly exceptions: Readonly<Record<string, LicenceException>>;
}

/** A line for each package of others among these rows whose licence is not allowed, and for each exception without a package. */
export function findForeignLicences(lock: Lockfile, paths: readonly string[], rules: LicenceRules): readonly string[] {
  const unused = new Set(Object.keys(rules.exceptions));
  const faults = paths.flatMap((path) => {
    const row = lock.get(path);
    if (!row || !isForeign(path, row)) return [];
    const licence = row.license ?? '';
    if (isAllowed(licence, rules.licences)) return [];
    const name = nameOf(path, row);
    const exception = Object.keys(rules.exceptions).find((one) =>
      one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one,
    );
    if (exception === undefined || rules.exceptions[exception]?.licence !== licence) {
      return [`${name} ${row.version}: ${licence || 'no licence'}`];
    }
    unused.delete(exception);
    return [];
  });
  return [...faults, ...[...unused].map((name) => `${name}: is an exception for no package`)];
}
