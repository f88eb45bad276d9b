from . import article_topic, article, article_search, article_review, article_use
from . import article_suggest, article_starter
