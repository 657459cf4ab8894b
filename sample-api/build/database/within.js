import { DatabaseUnavailable } from "./faults.js";
/** Waits for the promise, but no longer than the limit. */
export async function within(milliseconds, what, promise) {
    let timer;
    const limit = new Promise((_, reject) => {
        timer = setTimeout(() => {
            reject(new DatabaseUnavailable(`${what} took longer than ${milliseconds} ms`));
        }, milliseconds);
    });
    try {
        return await Promise.race([promise, limit]);
    }
    finally {
        clearTimeout(timer);
    }
}
//# sourceMappingURL=within.js.map