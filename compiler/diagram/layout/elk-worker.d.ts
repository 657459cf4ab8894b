/** The layout itself. Its `Worker` runs in the same thread. */
declare module 'elkjs/lib/elk-worker.min.js' {
  const worker: { readonly Worker: new (url?: string) => never };
  export default worker;
}
