/** Loaded before a JavaScript block: gives it zx's `$`, quiet, as in `zx/globals`. */
import { $ } from 'zx/core';

$.verbose = false;
Object.assign(globalThis, { $ });
