import { ALL_FIXTURES } from './all-fixtures.ts';
import type { Standing } from './fixture.ts';

/** @param port on 127.0.0.1; 0 takes a free one. @throws TypeError for a name that there is not */
export async function startFixture(name: string, port: number): Promise<Standing> {
  const fixture = ALL_FIXTURES.find((one) => one.name === name);
  if (fixture === undefined) throw new TypeError(`badgate: there is no ${name}; --list names them all`);
  return fixture.start(port);
}
