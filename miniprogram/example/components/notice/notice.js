Component({
  properties: {
    /** loading, success, refused or error */
    kind: { type: String, value: "loading" },
    text: { type: String, value: "" },
    /** Label of the button; no button when empty. */
    action: { type: String, value: "" },
  },
  methods: {
    onAction() {
      this.triggerEvent("action");
    },
  },
});
