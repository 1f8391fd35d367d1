"""The page and its tabs: the only package that imports Gradio."""
