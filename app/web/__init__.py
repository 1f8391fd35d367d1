"""The web app: what is on the screen and what happens there. Only ``gradio_ui`` builds with Gradio."""
