import type { Run } from '../../figures/command.ts';
import { walkGateway } from './grounds/gateway-ground.ts';
import { HOUSE_PEOPLE, walkHouse } from './grounds/house-ground.ts';
import { walkProcesses } from './grounds/process-ground.ts';
import type { Journey, Remains } from './grounds/remains.ts';
import { drawFrom } from './lots.ts';
import { createMarks, type Marks } from './marks.ts';
import { type Searched, searchAll } from './observe.ts';
import { createPersona, type Persona } from './persona.ts';
import { DATA, type Datum } from './policy/data.ts';

/** What was found in one ground. Plain JSON. */
export interface GroundFound {
  readonly name: string;
  readonly journeys: readonly Journey[];
  readonly searched: Searched;
  /** How many values of each datum were looked for. */
  readonly marks: Readonly<Record<Datum, number>>;
}

/** Of a range of a thousand ports that no other command uses. */
const PORT_BASE = 26_700;
/** How often each ground is walked, by other people. */
const ROUNDS = { quick: { house: 1, processes: 1, gateway: 0 }, full: { house: 5, processes: 3, gateway: 2 } } as const;

/** Everything that is left when `walk` is over, searched for everything that was marked meanwhile. */
export async function searchGround(name: string, walk: (marks: Marks) => Promise<Remains>): Promise<GroundFound> {
  const marks = createMarks();
  const { haystacks, journeys } = await walk(marks);
  const searched = searchAll(marks.index(), haystacks);
  const counts = Object.fromEntries(DATA.map((datum) => [datum, marks.count(datum)]));
  return { name, journeys, searched, marks: counts as Record<Datum, number> };
}

/** Walks every ground as often as asked for. */
export async function searchAllGrounds(run: Run): Promise<GroundFound[]> {
  const rounds = run.isQuick ? ROUNDS.quick : ROUNDS.full;
  const found: GroundFound[] = [];
  const { progress } = run;
  /** The same people for one seed, also when an earlier part was taken over from a run that was broken off. */
  const crowd = (part: string, size: number): Persona[] => {
    const draw = drawFrom(`${run.seed} ${part}`);
    return Array.from({ length: size }, (_, number) => createPersona(number, draw));
  };
  for (let round = 1; round <= rounds.house; round++) {
    const part = `a house, round ${round}`;
    const people = crowd(part, HOUSE_PEOPLE);
    const walk = (marks: Marks) => walkHouse({ marks, people, portBase: PORT_BASE, progress });
    found.push(await run.part(part, () => searchGround(part, walk)));
  }
  for (let round = 1; round <= rounds.processes; round++) {
    const part = `processes and a browser, round ${round}`;
    const [caller, reader] = crowd(part, 2) as [Persona, Persona];
    const walk = (marks: Marks) => walkProcesses({ marks, caller, reader, portBase: PORT_BASE + 100, progress });
    found.push(await run.part(part, () => searchGround(part, walk)));
  }
  for (let round = 1; round <= rounds.gateway; round++) {
    const part = `a gateway on Redis behind nginx, round ${round}`;
    const [person] = crowd(part, 1) as [Persona];
    const walk = (marks: Marks) => walkGateway({ marks, person, portBase: PORT_BASE + 200, progress });
    found.push(await run.part(part, () => searchGround(part, walk)));
  }
  return found;
}
