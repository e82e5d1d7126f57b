/** Changes whenever a rule of `text/` changes what an index stores, so that an older index is built anew. */
export const contentVersion = 'text-4';
