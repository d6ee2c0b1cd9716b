import type { CheckedDeployment } from './check-deployment.ts';

const kibibytes = (bytes: number | undefined): string =>
  (bytes === undefined ? '–' : (bytes / 1024).toFixed(1)).padStart(8);

const listed = (name: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [`${name.padEnd(9)} ${items.join(', ')}`];

/** For people: a row for each environment, what it needs below it, and then what did not hold. */
export function formatDeployments(checked: readonly CheckedDeployment[], faults: readonly string[]): string {
  const rows = checked.flatMap((one) => {
    const { environment, bytes, gzipBytes, bindings, crons, addresses } = one;
    return [
      `${environment.padEnd(10)}${kibibytes(bytes)}${kibibytes(gzipBytes)}  ${one.faults.length === 0 ? 'held' : 'DID NOT HOLD'}`,
      ...[
        ...listed('address', addresses.length === 0 ? ['none yet: write routes'] : addresses),
        ...listed('bindings', bindings),
        ...listed('variables', one.variables),
        ...listed('secrets', one.secrets),
        ...listed('optional', one.optional),
        ...listed('secrets if used', one.optionalSecrets),
        ...listed('at build', one.atBuild),
        ...listed('cron', crons),
        ...one.faults.map((fault) => `fault     ${fault.replaceAll('\n', '\n              ')}`),
      ].map((line) => `    ${line}`),
    ];
  });
  return `${['room           KiB    gzip', ...rows, ...faults.map((fault) => `fault     ${fault}`)].join('\n')}\n`;
}
