const auth = require("./services/auth");

App({
  onLaunch() {
    // Silent sign-in, as early as can be; pages that ask meanwhile share this flight and show how it went.
    auth.client.ensureLogin().catch(() => {});
  },
});
