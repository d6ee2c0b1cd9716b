import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_STATUS, type ErrorCode } from '@bauta/sdk/protocol';
import { constantOf } from './constant-of.ts';
import { type LimitedRoom, writeDoors } from './doors.ts';

/**
 * The guide on limits, of its template. `{{doors ROOM}}`: a table; `{{FILE NAME}}`: the number that the source gives to that
 * name, `{{FILE NAME / 1000}}` a part of it; `{{refusal CODE}}`: a status with its code.
 * @throws TypeError for a placeholder that is none, and for what there is not
 */
export function writeLimits(template = readFileSync(join(import.meta.dirname, 'template.md'), 'utf8')): string {
  return template.replace(/\{\{([^}]*)\}\}/g, (whole, text: string) => {
    const [first = '', second = '', , divisor = '1'] = text.split(' ');
    if (first === 'doors') return writeDoors(second as LimitedRoom);
    if (first === 'refusal') return writeRefusal(second as ErrorCode);
    if (!first.endsWith('.ts')) throw new TypeError(`no placeholder: ${whole}`);
    return (constantOf(first, second) / Number(divisor)).toLocaleString('en');
  });
}

function writeRefusal(code: ErrorCode): string {
  const status = ERROR_STATUS[code];
  if (status === undefined) throw new TypeError(`no refusal: ${code}`);
  return `${status} \`${code}\``;
}
