from . import neiqin_policies, neiqin_settings, res_config_settings
from . import collection_policies
from . import error_policies
