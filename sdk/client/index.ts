export * from './account.ts';
export * from './finalize.ts';
export * from './mint.ts';
export * from './present.ts';
export * from './records.ts';
export * from './request.ts';
export * from './stock.ts';
