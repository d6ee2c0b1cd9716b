import type { Bound, Result, Section } from '../../figures/result.ts';
import type { GroundFound } from './campaign.ts';
import { DATA } from './policy/data.ts';
import { PARTIES, PLACE_TEXTS, PLACES } from './policy/parties.ts';
import { type Cell, judge } from './table/judge.ts';
import { plotMatrix } from './table/plot-matrix.ts';

const NAMED = 4;
const number = (value: number): string => value.toLocaleString('en-GB');
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const placeOf = ({ datum, party, place }: Cell): string => `${datum}: ${party} ${place}`;

function boundOn(what: string, bound: string, wrong: readonly Cell[], of: number): Bound {
  const named = wrong.slice(0, NAMED).map(placeOf).join('; ');
  return {
    what,
    measured: wrong.length === 0 ? `0 of ${of}` : `${wrong.length} of ${of} (${named})`,
    bound,
    isHeld: wrong.length === 0,
  };
}

/** The page of what was found. */
export function reportCanary(grounds: readonly GroundFound[]): Result {
  const cells = judge(grounds.flatMap(({ searched }) => searched.sightings));
  const sum = (of: (ground: GroundFound) => number): number => grounds.reduce((all, ground) => all + of(ground), 0);
  const forbidden = cells.filter(({ allowance }) => allowance === 'not' || allowance === 'hash');
  const certain = cells.filter(({ allowance }) => allowance === 'must');
  const breaches = cells.filter(({ verdict }) => verdict === 'breach');
  const missing = cells.filter(({ verdict }) => verdict === 'missing');
  const unmarked = DATA.filter((datum) => grounds.every(({ marks }) => marks[datum] === 0));
  const journeys = grounds.flatMap((ground) => ground.journeys.map((journey) => ({ ...journey, ground: ground.name })));
  const bytes = sum(({ searched }) => searched.bytes);
  const needles = sum(({ searched }) => searched.needles);
  return {
    title: 'Canary table: what is found where',
    intro: [
      'Every value that a person could leave behind is unique and known to the search: name, birth date, passkey, grant, token, address, browser, the page that was read. People with such values make every journey there is. Then everything that the parties have is searched: what came to them and what they answered, error bodies, stores with their write-ahead logs, backups, log lines, and the files of a real browser.',
      'Each value is looked for as it is and in hexadecimal, base64, base64url, percent, JSON and UTF-16, also inside of other text and encoded twice, and as the SHA-256, SHA-1, MD5 and SHA-512 of it and of its common spellings. A cell is forbidden unless protocol.md or retention.md says why the value may be there. Cells where a value is certain to be show that the search finds.',
    ],
    bounds: [
      boundOn('forbidden cells with something in them', '0', breaches, forbidden.length),
      boundOn('cells that are certain to be filled, and were empty', '0', missing, certain.length),
      {
        what: 'data without a value to look for',
        measured: unmarked.length === 0 ? '0' : `${unmarked.length} (${unmarked.join(', ')})`,
        bound: '0',
        isHeld: unmarked.length === 0,
      },
    ],
    sections: [
      {
        title: 'The table',
        text: PLACES.map((place) => `${place}: ${PLACE_TEXTS[place]}.`),
        figures: [plotMatrix(cells)],
      },
      ...(breaches.length + missing.length > 0 ? [wrongSection([...breaches, ...missing])] : []),
      allowedSection(cells),
      {
        title: 'The search',
        text: [`${number(needles)} spellings in ${megabytes(bytes)}.`],
        table: {
          head: ['ground', 'values', 'spellings', 'files and messages', 'bytes'],
          rows: grounds.map(({ name, marks, searched }) => [
            name,
            number(Object.values(marks).reduce((all, one) => all + one, 0)),
            number(searched.needles),
            number(searched.haystacks),
            number(searched.bytes),
          ]),
        },
      },
      {
        title: 'Bytes searched, by party and place',
        table: {
          head: ['party', ...PLACES],
          rows: PARTIES.map((party) => [
            party,
            ...PLACES.map((place) => number(sum(({ searched }) => searched.bytesOf[`${party} ${place}`] ?? 0))),
          ]),
        },
      },
      {
        title: 'Journeys',
        table: {
          head: ['journey', 'where', 'ended'],
          rows: journeys.map(({ name, where, ground, ended }) => [name, `${where} (${ground})`, ended]),
        },
      },
    ],
    data: { cells: cells.filter(({ verdict }) => verdict !== 'clean'), grounds },
  };
}

function wrongSection(cells: readonly Cell[]): Section {
  return {
    title: 'What is wrong',
    table: {
      head: ['datum', 'party', 'place', 'verdict', 'form', 'for instance'],
      rows: cells.map(({ datum, party, place, verdict, forms, in: found }) => {
        return [datum, party, place, verdict, forms.join(', '), found.join('; ')];
      }),
    },
  };
}

/** Every cell in which something may be, and why. */
function allowedSection(cells: readonly Cell[]): Section {
  return {
    title: 'What may be where, and why',
    table: {
      head: ['datum', 'where', 'rule', 'found', 'reason'],
      rows: cells
        .filter(({ allowance }) => allowance !== 'not')
        .map(({ datum, party, place, allowance, verdict, forms, reason }) => {
          return [datum, `${party} ${place}`, allowance, verdict === 'found' ? forms.join(', ') : 'no', reason];
        }),
    },
  };
}
