/** In place of the package `debug`, which bundled packages use for messages that users of archc don't ask for. */
module.exports = () => () => undefined;
