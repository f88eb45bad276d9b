from . import (
    res_config_settings,
    res_config_settings_letter,
)
