export { type ConfigSources, fileModeOf } from './config-sources.ts';
export { type GateConfig, readGateConfig } from './gate-config.ts';
export { type ConfigLineFault, GateConfigFault } from './gate-config-fault.ts';
export { formatListenAddress, type ListenAddress } from './listen-address.ts';
export { openConfiguredLog } from './open-configured-log.ts';
export { type GateStore, type GateStoreOptions, openGateStore } from './open-gate-store.ts';
export type { KeyLogUse } from './read-key-log-use.ts';
export type { FileOptions } from './read-options.ts';
export { describeStore, type RedisUse, type StoreAddress } from './store-address.ts';
