"""The web app: what is on the screen and what happens there. Only ``page`` and the tabs know Gradio."""
