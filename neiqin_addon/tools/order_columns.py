"""Which column of a customer's order file means what.

Every customer has own headers. Each canonical field knows its synonyms, best one
first; a header is compared without case, blanks, punctuation and what stands in
brackets, so that ``单价（元）`` and ``Unit Price *`` both mean the price.
"""

import re
import unicodedata

#: ``{field: synonyms}``; among several columns of one field the earlier wins.
SYNONYMS = {
    "customer": (
        "customer code|customer id|customer no|customer number|client code|buyer code"
        "|客户编码|客户编号|客户代码|客户号|购货方编码",
        "vat|vat number|tax id|tax number|税号|纳税人识别号|统一社会信用代码",
        "customer|customer name|client|client name|buyer|company|company name|sold to"
        "|account|客户|客户名称|客户名|购货单位|购货方|采购方|买方|公司名称|单位名称"
        "|采购单位|需方",
    ),
    "order_ref": (
        "customer order number|customer order no|customers order number|customer order"
        "|customers order|customer reference|customer po|purchase order|purchase order number"
        "|po number|po no|po|客户订单号|客户单号|采购订单号|采购单号|采购订单|客户po",
        "order number|order no|order ref|order reference|order id|order|your reference"
        "|reference|ref|订单号|订单编号|单号|合同号|合同编号|订单",
    ),
    "order_date": (
        "order date|date of order|po date|purchase date|订单日期|下单日期|下单时间"
        "|采购日期|订货日期|单据日期|签订日期",
        "date|日期",
    ),
    "product": (
        "product code|item code|item no|item number|item id|article|article no"
        "|article number|sku|internal reference|material|material no|material code"
        "|part no|part number|product no|product id|model|model no|code"
        "|产品编码|产品编号|产品代码|商品编码|商品编号|商品代码|物料编码|物料编号"
        "|物料号|料号|货号|型号|产品型号|编码|存货编码",
        "barcode|ean|gtin|upc|条码|条形码|商品条码",
        "product|product name|item|item name|goods|产品|产品名称|品名|商品|商品名称"
        "|货物名称|物料名称|物料|货品|存货名称|名称",
    ),
    "description": (
        "description|item description|product description|specification|spec|details"
        "|描述|产品描述|规格|规格型号|说明|品名规格|产品规格",
    ),
    "quantity": (
        "quantity|qty|ordered quantity|order quantity|order qty|ordered qty|pcs|amount"
        " ordered|数量|订购数量|订货数量|采购数量|订单数量|需求数量|件数",
    ),
    "unit": ("unit|uom|unit of measure|单位|计量单位|数量单位",),
    "price": (
        "unit price|price|net price|price per unit|price each|单价|含税单价|未税单价"
        "|不含税单价|价格|成交价|采购单价",
    ),
    "discount": ("discount|discount %|disc|disc %|折扣|折扣%|折扣率|折让",),
    "requested_date": (
        "requested date|required date|requested delivery date|delivery date|due date"
        "|ship date|need by|need by date|deliver by|delivery|交期|交货日期|交货期"
        "|要求交期|要求日期|客户要求日期|要求的日期|请求日期|要求交货日期|需求日期|送货日期|到货日期|发货日期|期望交期",
    ),
    "delivery_address": (
        "delivery address|ship to|shipping address|ship to address|address"
        "|送货地址|收货地址|交货地址|发货地址|地址|收货单位",
    ),
    "note": ("note|notes|remark|remarks|comment|comments|memo|备注|附注|留言",),
}
#: An order sheet without one of these is none.
REQUIRED = ("product", "quantity")
#: Title rows and addresses above the table are common; headers are further down.
HEADER_WITHIN = 30
BRACKETS = re.compile(r"[(\[{（【].*?[)\]}）】]")
NOISE = re.compile(r"[^\w%]|_")


def header_key(header):
    """Return what is compared of a header.

    >>> header_key(" 单价（元） *"), header_key("Unit_Price:"), header_key("Ｑｔｙ.")
    ('单价', 'unitprice', 'qty')
    """
    text = unicodedata.normalize("NFKC", str(header)).casefold()
    return NOISE.sub("", BRACKETS.sub("", text)) or NOISE.sub("", text)


def _lookup():
    found = {}
    for field, groups in SYNONYMS.items():
        for rank, group in enumerate(groups):
            for synonym in group.split("|"):
                found.setdefault(header_key(synonym), (field, rank))
    return found


LOOKUP = _lookup()


def columns_of(headers):
    """Return ``{field: [column, ...]}``, the best column of a field first.

    >>> columns_of(["客户", "货号", "品名", "数量", "Colour"])
    {'customer': [0], 'product': [1, 2], 'quantity': [3]}
    """
    ranked = {}
    for column, header in enumerate(headers):
        if header in (None, ""):
            continue
        field, rank = LOOKUP.get(header_key(header), (None, 0))
        if field:
            ranked.setdefault(field, []).append((rank, column))
    return {
        field: [col for _rank, col in sorted(cols)] for field, cols in ranked.items()
    }


def find_headers(rows):
    """Return ``(index of the header row, columns)``, None when there is none.

    :param rows: ``[(row number, values)]``

    >>> rows = [(1, ["某某公司采购单"]), (3, ["货号", "数量"]), (4, ["A", 2])]
    >>> find_headers(rows)
    (1, {'product': [0], 'quantity': [1]})
    >>> find_headers([(1, ["A", 2])])
    """
    best = None
    for index, (_number, values) in enumerate(rows[:HEADER_WITHIN]):
        if not all(value is None or isinstance(value, str) for value in values):
            continue
        columns = columns_of(values)
        complete = all(field in columns for field in REQUIRED)
        if complete and (best is None or len(columns) > len(best[1])):
            best = (index, columns)
    return best
