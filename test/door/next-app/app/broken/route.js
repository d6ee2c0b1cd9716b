export const dynamic = 'force-dynamic';
export const GET = () => {
  throw new Error('a fault of the application');
};
