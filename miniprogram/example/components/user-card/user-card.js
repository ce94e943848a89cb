Component({
  properties: {
    /** As the service shows it. */
    user: { type: Object, value: {} },
    complete: { type: Boolean, value: false },
  },
});
