import { expect, it } from 'vitest';
import { EXIT as OF_SITES } from '../../../sdk/exit-codes.ts';
import { EXIT as OF_ROOMS } from '../../../services/exit-codes.ts';

it('a command of a site ends with the codes of a command of the rooms', () => {
  expect(OF_SITES).toEqual(OF_ROOMS);
});
