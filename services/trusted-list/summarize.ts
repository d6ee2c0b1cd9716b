import { isRecognized } from './choose-certificates.ts';
import type { OpenedList } from './open-list.ts';
import type { NextList } from './publish-list.ts';

/** What an operator reads of a list before it counts. */
export function summarize({ list, last }: NextList): string {
  const { providers, list: trusted, unreadable, mute, environment, signer } = list;
  const rows: [string, string][] = [
    ['list', `number ${list.sequence}, of ${day(list.issued)}, for ${environment}`],
    ['signed by', onOneLine(signer.subject)],
    ['next update', day(list.nextUpdate)],
    ...countries(list).map(([country, counted]): [string, string] => [country, counted]),
    ['providers', `${providers.length}, with ${providers.flatMap(({ services }) => services).length} services`],
    ['certificates', `${trusted.certificates.length}, of which ${mute} of no use; ${unreadable} cannot be read`],
    ...changes(list, last),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

function countries({ providers }: OpenedList): [string, string][] {
  const codes = [...new Set(providers.map(({ country }) => country))].sort();
  return codes.map((code) => {
    const own = providers.filter(({ country }) => country === code);
    const services = own.flatMap((provider) => provider.services);
    const recognized = services.filter(isRecognized).length;
    const names = own.map(({ name }) => onOneLine(name)).join(', ');
    return [onOneLine(code).slice(0, 12), `${recognized} recognised, ${services.length - recognized} not: ${names}`];
  });
}

function changes({ list }: OpenedList, last: OpenedList | undefined): [string, string][] {
  if (last === undefined) return [['since last', 'nothing to compare with']];
  const now = namesByCertificate(list);
  const before = namesByCertificate(last.list);
  const added = [...now].filter(([der]) => !before.has(der)).map(([, name]): [string, string] => ['added', name]);
  const gone = [...before].filter(([der]) => !now.has(der)).map(([, name]): [string, string] => ['gone', name]);
  const rows = [...added, ...gone];
  return [['since last', `number ${last.sequence}${rows.length === 0 ? ', the same certificates' : ''}`], ...rows];
}

function namesByCertificate({ certificates }: OpenedList['list']): ReadonlyMap<string, string> {
  return new Map(certificates.map(({ name, certificate }) => [Buffer.from(certificate.der).toString('base64'), name]));
}

/** Nothing in it moves the cursor of a terminal. */
function onOneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').trim();
}

function day(time: number): string {
  return `${new Date(time * 1000).toISOString().slice(0, 16)}Z`;
}
