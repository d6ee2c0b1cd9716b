import type { PlatformCrypto } from '../../sdk/protocol/crypto/port.ts';
import type { Group } from './case.ts';
import type { Material } from './material.ts';

/** Makes rows of the table. @param body the platform's cryptography that the SDK here is built on */
export type WriteGroups = (material: Material, body: PlatformCrypto) => readonly Group[];
