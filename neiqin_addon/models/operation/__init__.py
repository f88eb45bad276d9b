from . import neiqin_policies, neiqin_settings, res_config_settings
