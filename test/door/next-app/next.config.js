export default {
  serverExternalPackages: ['@photostructure/sqlite'],
  headers: () => [{ source: '/:path*', headers: [{ key: 'X-Accel-Expires', value: '3600' }] }],
};
