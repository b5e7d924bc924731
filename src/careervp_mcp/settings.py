"""Settings: the environment and one config file, read once, frozen."""

import os
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_config_path, user_state_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

APP = "careervp-mcp"
_LEAST_SECRET = 32
"""Bytes; what HS256 asks for."""


class SettingsRefused(Exception):
    """The environment or the config file holds a value that can't be used; the text says which."""


class Settings(BaseSettings):
    """Every setting is `CAREERVP_<NAME>` in the environment, or `<name>` in the config file.

    The config file is `CAREERVP_CONFIG`, else `config.toml` in the user's config folder. It is never
    read from the root: a folder somebody else made must not choose what runs here.
    """

    model_config = SettingsConfigDict(env_prefix="CAREERVP_", env_ignore_empty=True, frozen=True, extra="forbid")

    root: Path = Field(default_factory=Path.cwd, description="Folder that holds trackers, data and templates")
    extra_roots: Annotated[str, NoDecode] = Field(
        default="", description="More allowed folders, `name=/path`, separated like PATH; shown as `@name/…`"
    )
    state_dir: Path = Field(
        default_factory=lambda: user_state_path(APP, appauthor=False),
        description="Folder for locks, caches and the press's private folders; best outside the root",
    )
    engines: str = Field(
        default="pdflatex,lualatex,xelatex,tectonic",
        description="Engines a request may choose, separated by commas: bare names, or full paths",
    )
    workers: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 8), ge=1, le=64, description="Items typeset at once"
    )
    max_pages: int = Field(default=2, ge=1, le=20, description="Pages above which a resume gets a warning")
    page_limit: int = Field(default=20, ge=1, le=500, description="Pages above which an item fails")
    wall_seconds: float = Field(default=30, gt=0, le=600, description="Time an item may take in the engine")
    cpu_seconds: int = Field(default=20, ge=1, le=600, description="Processor time an item may take")
    memory_mib: int = Field(default=1024, ge=128, description="Memory an item may take, in MiB")
    written_mib: int = Field(default=64, ge=1, description="Size of the largest file an item may write, in MiB")
    lock_seconds: float = Field(
        default=10, ge=0, le=600, description="How long an item waits while another process holds its workspace"
    )
    press: Literal["fast", "plain"] = Field(
        default="fast",
        description="`fast` knows finished work again and starts engines warm, where their page is the plain one; "
        "`plain` starts the engine anew for every item",
    )
    sandbox: Literal["auto", "landlock", "bubblewrap", "none"] = Field(
        default="auto", description="How the engine is confined; `auto` takes the strongest that works"
    )
    applications: str = Field(
        default="data/applications", description="Folder of the workspaces, below the root, where a call does not say"
    )
    db: str = Field(
        default="data/craft.db",
        description="The craft's database of CVs, postings and reports, below the root; files lie beside it",
    )
    owner: str = Field(
        default="local", min_length=1, max_length=254, description="Whose records a server without log-in keeps"
    )
    token_secret: SecretStr | None = Field(
        default=None,
        description="What the HTTP transport's tokens are signed with, at least 32 bytes; stdio needs none",
    )
    retention_days: int = Field(
        default=0, ge=0, le=36500, description="Days after which CVs, postings and artefacts are erased; 0 keeps them"
    )
    writer: Literal["offline", "host", "anthropic"] = Field(
        default="offline", description="Who writes documents where a call does not say"
    )
    anthropic_api_key: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="ANTHROPIC_API_KEY",
        description="Key of the Anthropic API, which the writer `anthropic` needs; from the environment only",
    )
    model_strategic: str = Field(default="claude-sonnet-5-5", description="Model that writes value reports")
    model_template: str = Field(
        default="claude-haiku-5-5", description="Model of everything else, and of reports once the cap is near"
    )
    prices: str = Field(
        default="",
        description="Dollars a million tokens, `model=in/out`, separated by commas; empty: a table in the package",
    )
    cost_cap: float = Field(
        default=0.15, ge=0, description="Dollars that an application's calls may cost; then the offline writer writes"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="What goes to the log on standard error"
    )

    @field_validator("token_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value().encode("utf-8", "replace")) < _LEAST_SECRET:
            raise ValueError(f"write at least {_LEAST_SECRET} bytes")
        return secret

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _config_file())


def read_settings() -> Settings:
    """The settings of this process; raises SettingsRefused with one line a bad value."""
    try:
        return Settings()
    except ValidationError as error:
        lines = (
            f"CAREERVP_{'_'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
            for problem in error.errors(include_input=False)
        )
        raise SettingsRefused("\n".join(lines)) from None
    except ValueError as error:  # the config file is not TOML
        raise SettingsRefused(f"{_config_file().name}: {error}") from None


def _config_file() -> Path:
    named = os.environ.get("CAREERVP_CONFIG")
    return Path(named) if named else user_config_path(APP, appauthor=False) / "config.toml"
