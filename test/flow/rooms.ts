import { ROOMS, type RoomName } from '@bauta/services/rooms';
import type { FlowRooms } from './flow.ts';

/** Where the rooms are: `PORT_BASE` and `ROOM_ORIGIN`, as when they were started. */
export function roomsFrom(env: Readonly<Record<string, string | undefined>>): FlowRooms {
  const base = Number(env.PORT_BASE || 4000);
  const originOfRoom = (room: RoomName, variable: string): string =>
    env[variable] || `http://${ROOMS[room].host}.localhost:${base + ROOMS[room].offset}`;
  return {
    demoSite: originOfRoom('demo-site', 'DEMO_SITE_ORIGIN'),
    wallet: originOfRoom('wallet', 'WALLET_ORIGIN'),
    attester: originOfRoom('attester', 'ATTESTER_ORIGIN'),
    issuer: originOfRoom('issuer', 'ISSUER_ORIGIN'),
    log: originOfRoom('log', 'LOG_ORIGIN'),
    witness: originOfRoom('witness', 'WITNESS_ORIGIN'),
    phone: originOfRoom('phone', 'PHONE_ORIGIN'),
    provider: originOfRoom('provider', 'PROVIDER_ORIGIN'),
  };
}
