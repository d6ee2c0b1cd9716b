import { existsSync, readFileSync } from 'node:fs';

interface ListFigures {
  readonly sequence: number;
  readonly nextUpdate: string;
  /** Base64 of DER. */
  readonly signerCertificate: string;
}

interface Figures {
  readonly acceptance: ListFigures & {
    readonly sha256: string;
    readonly bytes: number;
    readonly issued: string;
    readonly providers: number;
    readonly services: number;
    readonly recognized: number;
  };
  readonly example2025: ListFigures;
}

export const figures: Figures = JSON.parse(
  readFileSync(new URL('../../vectors/eu-trusted-list.json', import.meta.url), 'utf8'),
);

export function pemOf({ signerCertificate }: ListFigures): string {
  return `-----BEGIN CERTIFICATE-----\n${signerCertificate}\n-----END CERTIFICATE-----\n`;
}

const FOLDER = new URL('../../../../shared/fixtures/eu/av-trusted-list/', import.meta.url);

/** The lists are data of the Commission: they are on machines that have a copy. */
export const hasLists: boolean = existsSync(FOLDER);

export function readListFile(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}
