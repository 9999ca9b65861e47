/// <reference types="next" />
// Next writes a next-env.d.ts of its own, which differs between development and build and is not committed.
